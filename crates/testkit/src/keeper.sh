# Waits for the end of its input, which comes when the test lets go of $FOLDER, be it by dying; then leaves nothing behind.
trap '' INT TERM HUP
read -r _

# PostgreSQL puts its cluster's name, which is the folder's, into the title of all of its processes. Titles can be read where the
# folder of another user's process cannot, as in a container. The folder is in no argument here, or this would find itself.
working() {
    echo "${FOLDER##*/}" | grep -lsF -f - /proc/[0-9]*/cmdline | cut -d/ -f3
}

while processes=$(working) && [ -n "$processes" ]; do
    kill -KILL $processes
    sleep 0.01
done

# A PostgreSQL that was killed leaves a piece of shared memory, whose number is in this file.
memory=$(sed -n '7s/.* //p' "$FOLDER/data/postmaster.pid")
[ -n "$memory" ] && ipcrm -m "$memory"

# The parts of initdb have no name to be known by. They end by themselves without it, and let go of this file.
flock "$FOLDER/lock" rm -rf "$FOLDER"
