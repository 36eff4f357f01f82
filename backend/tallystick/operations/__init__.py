"""Operations: commands on their way, for those who wait for a slow chain."""
