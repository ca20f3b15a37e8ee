package io.winnow.adapter.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes in memory up to a bound. Used by one thread. */
final class BoundedBytes extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;

    BoundedBytes(int most) {
        this.most = most;
    }

    /** One byte more than there may be. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1;

        FullException(int most) {
            super("more than %d bytes".formatted(most));
        }
    }

    @Override
    public void write(int value) throws IOException {
        require(1);
        bytes.write(value);
    }

    @Override
    public void write(byte[] values, int from, int count) throws IOException {
        require(count);
        bytes.write(values, from, count);
    }

    private void require(int more) throws IOException {
        if (bytes.size() + more > most) {
            throw new FullException(most);
        }
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
