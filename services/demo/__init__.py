"""The demonstration: a year of news in a minute, from invented feeds to verified alerts on this machine."""
