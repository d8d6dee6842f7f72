"""The people of the tests' machines. They need no entry in /etc/passwd."""

UID, GID, GROUP = 40001, 40001, 40100  # the reader; the group whose members are shown notices
SECOND_UID = 40002  # another administrator


def credentials(uid: int = UID, member: bool = True) -> list[str]:
    """The words before a command that start it as this user, without a privilege."""
    return ["setpriv", "--reuid", str(uid), "--regid", str(GID), "--groups", str(GROUP if member else GID), "--no-new-privs",
            "--inh-caps=-all", "--bounding-set=-all"]
