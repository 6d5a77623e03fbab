"""The top: settings, the one Definitions, the processes of `saebyeok up`, and the command line.

Only this package reads settings; everything below is given values.
"""
