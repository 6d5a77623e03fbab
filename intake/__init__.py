"""How files people bring become rows and stored files, without one being lost or taken twice.

Drop folder, command line and console all come through `intake.take`. Knows the records and the
store, and asks `automl_lib` what a file is; starts no work itself: it leaves a request.
"""
