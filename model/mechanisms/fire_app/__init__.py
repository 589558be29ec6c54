"""The fire app of a village of wooden houses: protectors, monitors, warnings, visits, alarms; the watch with its gong; fires and who fights them."""
