package io.winnow.adapter.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * An array of numbers in a file, in C order: NumPy's {@code .npy} (versions 1 to 3, numpy.lib.format), or raw little-endian
 * {@code .f32} or raw {@code .u8} bytes whose shape the user states. Checked against the file's size, read piece by piece.
 */
final class NumberArray {
    private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int NPY_MAX_HEADER = 1 << 20;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    /** What the numbers are stored as. */
    enum Type {
        FLOAT32(4),
        FLOAT64(8),
        UINT8(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    private final Path file;
    private final Type type;
    private final ByteOrder order;
    private final long[] shape;
    /** Position of the first number in the file. */
    private final long start;

    private NumberArray(Path file, Type type, ByteOrder order, long[] shape, long start) {
        this.file = file;
        this.type = type;
        this.order = order;
        this.shape = shape;
        this.start = start;
    }

    /**
     * Reads a file's description.
     *
     * @param stated the shape of a raw file; must agree with that of an {@code .npy} file, empty where none was stated
     * @throws UsageException when the file is no such array or its size and shape disagree
     */
    static NumberArray open(Path file, long... stated) {
        try {
            NumberArray array = describe(file, stated);
            array.checkSize();
            return array;
        } catch (IOException e) {
            throw new UsageException("cannot read %s: %s".formatted(file, reason(e)), e);
        }
    }

    private static NumberArray describe(Path file, long[] stated) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            NumberArray array = describeNumpy(file);
            if (stated.length > 0 && !Arrays.equals(array.shape, stated)) {
                throw new UsageException(
                        "%s has shape %s, --shape says %s".formatted(file, text(array.shape), text(stated)));
            }
            return array;
        }
        if (!name.endsWith(".f32") && !name.endsWith(".u8")) {
            throw new UsageException("%s: arrays are read from .npy, .f32 and .u8 files".formatted(file));
        }
        Type type = name.endsWith(".f32") ? Type.FLOAT32 : Type.UINT8;
        if (stated.length == 0) {
            throw new UsageException("%s is raw: state its shape with --shape N,H,W".formatted(file));
        }
        return new NumberArray(file, type, ByteOrder.LITTLE_ENDIAN, stated, 0);
    }

    private static NumberArray describeNumpy(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] magic = in.readNBytes(NPY_MAGIC.length);
            if (!Arrays.equals(magic, NPY_MAGIC)) {
                throw new UsageException("%s is no .npy file: it does not begin with NumPy's mark".formatted(file));
            }
            int version = in.readUnsignedByte();
            in.readUnsignedByte();
            if (version < 1 || version > 3) {
                throw new UsageException("%s has .npy version %d; versions 1 to 3 are read".formatted(file, version));
            }
            byte[] length = in.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
            int headerLength = littleEndian(length);
            if (headerLength < 0 || headerLength > NPY_MAX_HEADER) {
                throw new UsageException("%s has a header of %d bytes, at most %d are read"
                        .formatted(file, Integer.toUnsignedLong(headerLength), NPY_MAX_HEADER));
            }
            String header = new String(in.readNBytes(headerLength), StandardCharsets.UTF_8);
            long start = NPY_MAGIC.length + 2L + length.length + headerLength;
            return parse(file, header, start);
        }
    }

    private static int littleEndian(byte[] bytes) {
        int value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return value;
    }

    private static NumberArray parse(Path file, String header, long start) {
        if (find(FORTRAN, file, header).equals("True")) {
            throw new UsageException(
                    "%s is in Fortran order; save it in C order: numpy.save(file, numpy.ascontiguousarray(array))"
                            .formatted(file));
        }
        String description = find(DESCRIPTION, file, header);
        Type type =
                switch (description) {
                    case "<f4", ">f4" -> Type.FLOAT32;
                    case "<f8", ">f8" -> Type.FLOAT64;
                    case "|u1", "<u1", "|b1" -> Type.UINT8;
                    default ->
                        throw new UsageException(
                                "%s holds numbers of type %s; float32, float64, uint8 and bool are read"
                                        .formatted(file, description));
                };
        ByteOrder order = description.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        List<Long> shape = new ArrayList<>();
        Matcher numbers = Pattern.compile("\\d+").matcher(find(SHAPE, file, header));
        while (numbers.find()) {
            shape.add(Long.parseLong(numbers.group()));
        }
        return new NumberArray(
                file, type, order, shape.stream().mapToLong(Long::longValue).toArray(), start);
    }

    private static String find(Pattern pattern, Path file, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new UsageException("%s has a damaged .npy header: %s".formatted(file, header.strip()));
        }
        return matcher.group(1);
    }

    private void checkSize() throws IOException {
        long actual = Files.size(file) - start;
        long needed;
        try {
            needed = LongStream.of(shape).reduce(type.bytes, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new UsageException("%s: shape %s is too large".formatted(file, text(shape)), e);
        }
        if (actual != needed) {
            throw new UsageException("%s has %d bytes of numbers; shape %s of %s needs %d"
                    .formatted(file, actual, text(shape), type.name().toLowerCase(Locale.ROOT), needed));
        }
    }

    Path file() {
        return file;
    }

    /** Length of each dimension, the slowest first. */
    long[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    long size() {
        return LongStream.of(shape).reduce(1, (a, b) -> a * b);
    }

    /** All values in pieces of {@code length}, which divides {@link #size}. */
    List<double[]> readDoubles(int length) {
        return read(length, bytes -> {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                values[i] = switch (type) {
                    case FLOAT32 -> bytes.getFloat();
                    case FLOAT64 -> bytes.getDouble();
                    case UINT8 -> bytes.get() & 0xFF;
                };
            }
            return values;
        });
    }

    /** The same in single precision. */
    List<float[]> readFloats(int length) {
        return read(length, bytes -> {
            float[] values = new float[length];
            if (type == Type.FLOAT32) {
                bytes.asFloatBuffer().get(values);
                return values;
            }
            for (int i = 0; i < length; i++) {
                values[i] = type == Type.FLOAT64 ? (float) bytes.getDouble() : bytes.get() & 0xFF;
            }
            return values;
        });
    }

    /** 1 where a value is not 0, in pieces. */
    List<byte[]> readNonZero(int length) {
        return read(length, bytes -> {
            byte[] values = new byte[length];
            for (int i = 0; i < length; i++) {
                double value =
                        switch (type) {
                            case FLOAT32 -> bytes.getFloat();
                            case FLOAT64 -> bytes.getDouble();
                            case UINT8 -> bytes.get();
                        };
                if (Double.isNaN(value)) {
                    throw new UsageException("%s holds NaN; a mask must be 0 or not 0 everywhere".formatted(file));
                }
                values[i] = (byte) (value != 0 ? 1 : 0);
            }
            return values;
        });
    }

    private interface Piece<T> {
        T of(ByteBuffer bytes);
    }

    private <T> List<T> read(int length, Piece<T> piece) {
        List<T> pieces = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(start);
            InputStream in = Channels.newInputStream(channel);
            byte[] buffer = new byte[Math.multiplyExact(length, type.bytes)];
            for (long left = size(); left > 0; left -= length) {
                if (in.readNBytes(buffer, 0, buffer.length) < buffer.length) {
                    throw new IOException("the file became shorter while it was read");
                }
                pieces.add(piece.of(ByteBuffer.wrap(buffer).order(order)));
            }
            return pieces;
        } catch (IOException e) {
            throw new UsageException("cannot read %s: %s".formatted(file, reason(e)), e);
        }
    }

    /** A shape as users write it: {@code 12,64,64}. */
    static String text(long[] shape) {
        return String.join(",", LongStream.of(shape).mapToObj(Long::toString).toList());
    }

    /** What went wrong with a file, without repeating its name. */
    static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }
}
