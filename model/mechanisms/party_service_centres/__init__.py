"""Party-mass service centres (党群服务中心): the centre, its counter, its secretary, and their parameters."""
