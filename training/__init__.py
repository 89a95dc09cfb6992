"""How the starter models are made: from a folder of parallel text to `.argosmodel` packages.

One module a step, one command a step (`python -m training STEP --help`), and every step reads and
writes plain files in one work folder, so that a run that was cut off goes on where it stopped.
Nothing here is needed to use the workbench; `requirements.txt` beside this file lists what is.
"""
