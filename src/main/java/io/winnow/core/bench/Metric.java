package io.winnow.core.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * A column of the paper's tables.
 *
 * @param name of the figure in files
 * @param title in tables
 */
public record Metric(String name, String title) {
    public static final String IMAGE_AUROC = "image.auroc";
    public static final String REFINEMENT_PRECISION = "refinement.precision";
    public static final String REFINEMENT_RECALL = "refinement.recall";
    public static final String REFINEMENT_F1 = "refinement.f1";

    /** The columns of the SROC paper's tables: image AUC, AU-IoU, AU-PRO, PL, image AUPR and F1. */
    public static final List<Metric> PAPER = List.of(
            new Metric(IMAGE_AUROC, "AUC"),
            new Metric("au_iou", "AU-IoU"),
            new Metric("aupro", "AU-PRO"),
            new Metric("pl30", "PL"),
            new Metric("image.aupr", "AUPR"),
            new Metric("image.f1", "F1"));

    /** What refinement itself is judged by: dropping as a test for being defective. */
    public static final List<Metric> REFINEMENT = List.of(
            new Metric(REFINEMENT_PRECISION, "precision"),
            new Metric(REFINEMENT_RECALL, "recall"),
            new Metric(REFINEMENT_F1, "F1 (refinement)"));

    /** Figures that files hold and tables leave out. */
    public static final List<Metric> FURTHER = List.of(
            new Metric("image.f1_threshold", "F1 threshold"),
            new Metric("pixel.auroc", "pixel AUC"),
            new Metric("pixel.aupr", "pixel AUPR"),
            new Metric("pixel.f1", "pixel F1"),
            new Metric("pl50", "PL50"),
            new Metric("pl30_percentile", "PL (percentile)"));

    /** Names of all figures of an evaluation, without those of refinement. */
    static List<String> names() {
        return Stream.of(PAPER, FURTHER).flatMap(List::stream).map(Metric::name).toList();
    }
}
