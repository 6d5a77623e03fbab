"""What runs a home: its folders, the processes of `saebyeok up`, and who owns them."""
