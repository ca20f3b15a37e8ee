package io.winnow.adapter.opencv;

import io.winnow.core.evaluation.MapReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** Reads maps and masks with OpenCV: TIFF of 8-bit, 16-bit or float, PNG of 8 or 16 bits. Thread-safe. */
public final class OpenCvMapReader implements MapReader {
    private static final int COLOURS = 3;

    @Override
    public Raster readMap(Path file) throws IOException {
        OpenCvLibrary.load();
        try (Matrices matrices = new Matrices()) {
            Mat stored = decode(file, matrices);
            if (stored.channels() != 1) {
                throw new IOException(
                        "%s has %d channels; an anomaly map must have 1".formatted(file, stored.channels()));
            }
            return raster(stored, matrices);
        }
    }

    @Override
    public Raster readMask(Path file) throws IOException {
        OpenCvLibrary.load();
        try (Matrices matrices = new Matrices()) {
            Mat stored = decode(file, matrices);
            Mat highest = matrices.create();
            Core.extractChannel(stored, highest, 0);
            for (int channel = 1; channel < Math.min(COLOURS, stored.channels()); channel++) {
                Mat colour = matrices.create();
                Core.extractChannel(stored, colour, channel);
                Core.max(highest, colour, highest);
            }
            return raster(highest, matrices);
        }
    }

    private static Mat decode(Path file, Matrices matrices) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            throw new IOException(file + " is empty");
        }
        try {
            Mat encoded = matrices.copyOf(bytes, 1, bytes.length, 1);
            Mat stored = matrices.keep(Imgcodecs.imdecode(encoded, Imgcodecs.IMREAD_UNCHANGED));
            if (stored.empty()) {
                throw new IOException(file + " is no TIFF or PNG image that can be read");
            }
            return stored;
        } catch (CvException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Raster raster(Mat matrix, Matrices matrices) {
        Mat floats = matrices.create();
        matrix.convertTo(floats, CvType.CV_32F);
        float[] values = new float[Math.toIntExact(floats.total())];
        floats.get(0, 0, values);
        return new Raster(floats.rows(), floats.cols(), values);
    }
}
