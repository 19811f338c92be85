"""What the command line offers beside `build`; each verb is imported only when it is asked for."""
