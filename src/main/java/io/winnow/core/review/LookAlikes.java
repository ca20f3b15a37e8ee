package io.winnow.core.review;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.inspection.Inspection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Frames that one model sees alike: their anomaly maps are nearly the same, patch by patch. Maps are what is stored of every frame;
 * embeddings are stored of pool frames only. Stateless.
 */
public final class LookAlikes {
    /** Two maps are alike when they differ by no more than this share of the larger one. */
    public static final double MOST_DIFFERENT = 0.35;

    /**
     * A frame like another one.
     *
     * @param difference Euclidean distance of the two maps over the length of the longer one: 0 for equal maps
     */
    public record Alike(Inspection inspection, double difference) {}

    private LookAlikes() {}

    /** Those of the others that look like a frame to the same model, got the same verdict, and are not the frame itself; most alike first. */
    public static List<Alike> of(Inspection frame, List<Inspection> others, int limit) {
        return frame.map()
                .map(map -> others.stream()
                        .filter(other -> !other.id().equals(frame.id())
                                && other.model().equals(frame.model())
                                && other.verdict().word().equals(frame.verdict().word()))
                        .flatMap(other -> other.map().flatMap(its -> difference(map, its)).stream()
                                .map(difference -> new Alike(other, difference)))
                        .filter(alike -> alike.difference() <= MOST_DIFFERENT)
                        .sorted(Comparator.comparingDouble(Alike::difference))
                        .limit(limit)
                        .toList())
                .orElse(List.of());
    }

    /** Empty where the maps have different sizes and cannot be compared. */
    static Optional<Double> difference(AnomalyMap one, AnomalyMap other) {
        if (one.height() != other.height() || one.width() != other.width()) {
            return Optional.empty();
        }
        double apart = 0;
        double first = 0;
        double second = 0;
        for (int y = 0; y < one.height(); y++) {
            for (int x = 0; x < one.width(); x++) {
                double a = one.at(y, x);
                double b = other.at(y, x);
                apart += (a - b) * (a - b);
                first += a * a;
                second += b * b;
            }
        }
        double longer = Math.sqrt(Math.max(first, second));
        return Optional.of(longer == 0 ? 0 : Math.sqrt(apart) / longer);
    }
}
