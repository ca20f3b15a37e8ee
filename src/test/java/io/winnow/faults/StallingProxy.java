package io.winnow.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between the service and the broker that can stop carrying in the middle of a packet, without either side being told, and that
 * carries new connections all the same, as after a switch was replaced.
 */
final class StallingProxy implements AutoCloseable {
    private static final int STEP = 512;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Cable> cables = new CopyOnWriteArrayList<>();
    private final int target;

    private static final class Cable {
        private final Socket client;
        private final Socket broker;
        private volatile boolean stalls;
        private volatile boolean stalled;

        private Cable(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }
    }

    StallingProxy(int target) throws IOException {
        this.target = target;
        run(this::accept);
    }

    URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private static void run(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                Cable cable = new Cable(client, new Socket(InetAddress.getLoopbackAddress(), target));
                cables.add(cable);
                run(() -> pump(cable, cable.client, cable.broker, false));
                run(() -> pump(cable, cable.broker, cable.client, true));
            }
        } catch (IOException e) {
            return;
        }
    }

    /** A packet from the broker that is larger than a step is a frame: after some steps of one the cable carries nothing. */
    private static void pump(Cable cable, Socket from, Socket to, boolean frames) {
        byte[] step = new byte[STEP];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(step); count >= 0; count = in.read(step)) {
                if (cable.stalls && frames && count == STEP) {
                    out.write(step, 0, count / 2);
                    out.flush();
                    cable.stalled = true;
                }
                if (!cable.stalled) {
                    out.write(step, 0, count);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One of the sides gave up: so does the cable.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }

    /** From now on every cable that is there stops carrying in the middle of its next frame. */
    void stall() {
        cables.forEach(cable -> cable.stalls = true);
    }

    /** Whether one has. */
    boolean stalled() {
        return cables.stream().anyMatch(cable -> cable.stalled);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cables.forEach(cable -> {
            close(cable.client);
            close(cable.broker);
        });
    }
}
