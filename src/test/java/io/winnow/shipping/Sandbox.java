package io.winnow.shipping;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container engine makes of an image, as far as that goes without one: a read-only root file system out of this machine's programs
 * and the image's own files, a user of the image's number without rights, empty /tmp.
 */
final class Sandbox {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    private Sandbox() {}

    static boolean works() throws IOException, InterruptedException {
        return Command.exists("bwrap")
                && Command.run(command(List.of(), List.of("true"))).status() == 0;
    }

    /**
     * A command line.
     *
     * @param mounts options of {@code bwrap} beyond the usual ones
     */
    static List<String> command(List<String> mounts, List<String> program) {
        List<String> line = new ArrayList<>(List.of(
                "bwrap",
                "--die-with-parent",
                "--unshare-user",
                "--uid",
                "10001",
                "--gid",
                "10001",
                "--unshare-ipc",
                "--unshare-uts",
                "--hostname",
                "winnow",
                "--ro-bind",
                "/usr",
                "/usr",
                "--symlink",
                "usr/bin",
                "/bin",
                "--symlink",
                "usr/sbin",
                "/sbin",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--tmpfs",
                "/tmp"));
        for (String file : List.of(
                "/etc/alternatives",
                "/etc/ld.so.cache",
                "/etc/passwd",
                "/etc/group",
                "/etc/nsswitch.conf",
                "/etc/hosts",
                "/etc/ssl")) {
            line.addAll(List.of("--ro-bind-try", file, file));
        }
        try (var etc = Files.list(Path.of("/etc"))) {
            etc.filter(file -> file.toString().contains("/java-"))
                    .forEach(file -> line.addAll(List.of("--ro-bind", file.toString(), file.toString())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (!JAVA.startsWith("/usr")) {
            line.addAll(List.of("--ro-bind", JAVA.toString(), JAVA.toString()));
        }
        line.addAll(List.of(
                "--clearenv",
                "--setenv",
                "PATH",
                JAVA.resolve("bin") + ":/usr/bin:/bin",
                "--setenv",
                "LANG",
                "C.UTF-8"));
        line.addAll(mounts);
        line.add("--");
        line.addAll(program);
        return line;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
