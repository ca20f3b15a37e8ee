package io.winnow.core.model;

import io.winnow.core.detector.AnomalyDetector;
import io.winnow.core.detector.Detection;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.UndecodableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Scores an artefact's golden frames from their encoded bytes on, so that decoder, backbone, memory bank and search are all
 * covered, and compares with what the fitted detector said.
 */
final class ParityGate {
    /**
     * Share of the threshold. Same machine and libraries give the same bits; another processor's vector units round the sums of
     * some hundred products differently, which moves a distance by about a millionth. A wrong model is off by per cents.
     */
    static final double TOLERANCE = 1e-3;

    private ParityGate() {}

    static ParityReport check(Artefact artefact, AnomalyDetector detector, PatchReader reader, Path folder)
            throws IOException {
        double threshold = artefact.model().threshold();
        double score = 0;
        double peak = 0;
        int flips = 0;
        for (Artefact.GoldenFrame frame : artefact.golden().frames()) {
            Detection detection = detect(detector, reader, folder.resolve(frame.file()));
            score = Math.max(score, Math.abs(detection.score() - frame.score()));
            peak = Math.max(peak, Math.abs(detection.map().max() - frame.peak()));
            flips += detection.score() > threshold == frame.rejected() ? 0 : 1;
        }
        return new ParityReport(
                artefact.golden().frames().size(),
                score,
                peak,
                flips,
                artefact.golden().tolerance() * Math.abs(threshold));
    }

    private static Detection detect(AnomalyDetector detector, PatchReader reader, Path file) throws IOException {
        try {
            return detector.detect(reader.read(EncodedImage.adopt(Files.readAllBytes(file))));
        } catch (UndecodableImageException e) {
            throw new IOException("golden frame %s cannot be decoded: %s".formatted(file, e.getMessage()), e);
        }
    }
}
