"""What people keep of each other: the store of ties, encounters that fill it, kernels that count it. May import people and ground."""
