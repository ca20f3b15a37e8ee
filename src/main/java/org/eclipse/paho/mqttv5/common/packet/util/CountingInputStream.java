/*
 * Stands in for the class of the same name in Eclipse Paho (org.eclipse.paho.mqttv5.client 1.2.5, Copyright IBM Corp. and
 * others, Eclipse Public License 2.0 or Eclipse Distribution License 1.0), ahead of Paho's jar on the class path.
 *
 * Reason: Paho's class overrides only read(), so DataInputStream.readFully copies a received payload byte by byte out of a
 * synchronised ByteArrayInputStream, which costs 12 ms and more for a frame of 200 KB. The service interface for network
 * modules cannot help: the packet is in memory by then. This class was written from Paho's public method signatures alone
 * and adds the bulk read. It goes when Paho has one. Figures: docs/measurements-mqtt.md.
 */
package org.eclipse.paho.mqttv5.common.packet.util;

import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read through it, singly or in bulk. Not thread-safe. */
public class CountingInputStream extends InputStream {
    private final InputStream source;
    private int count;

    public CountingInputStream(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        int value = source.read();
        if (value >= 0) {
            count++;
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int got = source.read(target, offset, length);
        if (got > 0) {
            count += got;
        }
        return got;
    }

    /** Bytes read since the start or the last reset. */
    public int getCounter() {
        return count;
    }

    public void resetCounter() {
        count = 0;
    }
}
