/** A program with its arguments. */
export interface NamespaceCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** What the relay inside needs. */
export interface InnerRelay {
  /** The relay's module, absolute. */
  readonly file: string;
  /** A `RelayOrder` as JSON. */
  readonly order: string;
  /** Where a named pipe is made by which the relay says that it is ready; absolute. */
  readonly pipe: string;
}

/**
 * A network namespace of one's own needs a user namespace where one is not root (user_namespaces(7)); the user stays the
 * same in it. util-linux 2.36 and newer know these options.
 */
const UNSHARE = ["--user", "--map-current-user", "--keep-caps", "--net", "--"];

/** SIOCSIFFLAGS (netdevice(7)) with IFF_UP, IFF_LOOPBACK and IFF_RUNNING, for systems without `ip` and `ifconfig`. */
const PYTHON_UP =
  'import fcntl, socket, struct; fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8914, struct.pack("16sh22x", b"lo", 0x49))';
const PERL_UP =
  'use Socket; socket(my $s, AF_INET, SOCK_DGRAM, 0) or exit 1; my $r = pack("a16sx22", "lo", 0x49); ioctl($s, 0x8914, $r) or exit 1';

/**
 * Runs in the new namespace, and becomes the command. `$0` is the command line; `$1` to `$4` are Node, the relay's module,
 * its order and its pipe, or nothing. The capabilities that were needed to bring the loopback interface up are dropped.
 */
const SCRIPT = `
read -r _ || exit 1
(
  PATH="$PATH:/usr/sbin:/sbin"
  ip link set lo up || ifconfig lo up || python3 -c '${PYTHON_UP}' || perl -e '${PERL_UP}'
) 2>/dev/null || { echo "lo: the loopback interface cannot be brought up" >&2; exit 1; }
if [ -n "$1" ]; then
  mkfifo "$4" || exit 1
  ( env -i ELECTRON_RUN_AS_NODE=1 "$1" --no-warnings "$2" "$3" >"$4" & )
  read -r _ <"$4" || { echo "The relay into the server's network ended before it was ready." >&2; exit 1; }
fi
if command -v setpriv >/dev/null; then
  exec setpriv --inh-caps=-all --ambient-caps=-all -- /bin/sh -c "$0" </dev/null
fi
exec /bin/sh -c "$0" </dev/null
`;

/** Runs a command line in a network of its own that has nothing but loopback; it waits for a line on its standard input first. */
export function namespaceCommand(line: string, relay?: InnerRelay): NamespaceCommand {
  const inner = relay === undefined ? [] : [process.execPath, relay.file, relay.order, relay.pipe];
  return { file: "unshare", args: [...UNSHARE, "/bin/sh", "-c", SCRIPT, line, ...inner] };
}
