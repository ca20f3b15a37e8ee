package io.winnow.adapter.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.common.packet.util.CountingInputStream;
import org.junit.jupiter.api.Test;

/** Our class stands ahead of Paho's, reads in bulk and counts as Paho needs it. */
class MendedPahoTest {
    @Test
    void readFully_payload_isOneBulkReadAndIsCounted() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        InputStream source = new ByteArrayInputStream(new byte[1000]) {
            @Override
            public synchronized int read() {
                reads.incrementAndGet();
                return super.read();
            }

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                reads.incrementAndGet();
                return super.read(target, offset, length);
            }
        };
        CountingInputStream counting = new CountingInputStream(source);
        DataInputStream data = new DataInputStream(counting);

        data.readUnsignedShort();
        data.readFully(new byte[900]);

        assertThat(reads).hasValue(3);
        assertThat(counting.getCounter()).isEqualTo(902);
        assertThat(counting.read(new byte[200], 0, 200)).isEqualTo(98);
        assertThat(counting.read(new byte[200], 0, 200)).isEqualTo(-1);
        assertThat(counting.read()).isEqualTo(-1);
        assertThat(counting.getCounter()).isEqualTo(1000);
        counting.resetCounter();
        assertThat(counting.getCounter()).isZero();
    }
}
