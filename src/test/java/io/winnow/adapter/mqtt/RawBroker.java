package io.winnow.adapter.mqtt;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Just enough of a broker to send bytes that no broker should: to each connection for frames one hostile packet, and once these are
 * used up a good one.
 */
final class RawBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;

    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Queue<byte[]> hostile;
    private final byte[] good;

    RawBroker(List<byte[]> hostile, byte[] good) throws IOException {
        this.hostile = new ConcurrentLinkedQueue<>(hostile);
        this.good = good;
        start(this::accept);
    }

    URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (EOFException | SocketException e) {
                        // The other side is gone, or the test is over.
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "raw-broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket socket = server.accept();
            start(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean frames = false;
            while (true) {
                int kind = in.readUnsignedByte() >> 4;
                byte[] body = new byte[length(in)];
                in.readFully(body);
                if (kind == CONNECT) {
                    frames = new String(body, StandardCharsets.ISO_8859_1).contains("-frames");
                    out.write(new byte[] {0x20, 3, 0, 0, 0});
                } else if (kind == SUBSCRIBE) {
                    int filters = frames ? 1 : 2;
                    out.write(new byte[] {(byte) 0x90, (byte) (3 + filters), body[0], body[1], 0});
                    out.write(new byte[] {1, 1}, 0, filters);
                    if (frames) {
                        byte[] next = hostile.poll();
                        out.write(next == null ? good : next);
                    }
                }
                out.flush();
            }
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            length |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0) {
                return length;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
