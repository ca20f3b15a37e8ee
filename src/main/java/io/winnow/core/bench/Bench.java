package io.winnow.core.bench;

import io.winnow.core.dataset.Dataset;
import io.winnow.core.dataset.ImageFiles;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs studies: for each category, backbone, seed, pollution, detector, strategy and refinement ratio, draws a polluted
 * training pool, refines it, fits a detector on what is left and judges it on the test set (SROC paper, section 4).
 * Outcomes are cached as they come, so that a study can be interrupted at any time and run again. Thread-safe.
 */
public final class Bench {
    private final ImageFiles files;
    private final ImageDecoder decoder;
    private final Methods methods;

    public Bench(ImageFiles files, ImageDecoder decoder, Methods methods) {
        this.files = files;
        this.decoder = decoder;
        this.methods = methods;
    }

    /**
     * Runs a study.
     *
     * @param backbones open feature extractors, which stay open
     * @param cache of outcomes
     * @param embeddings folder of the embedding cache
     * @param threads that score test images at a time
     * @return all cells, by category, then backbone
     * @throws IOException when an image, a mask or the cache cannot be read or written
     * @throws IllegalArgumentException when a backbone cannot take a category's input size
     */
    public List<Cell> run(
            BenchPlan plan,
            List<FeatureExtractor> backbones,
            OutcomeCache cache,
            Path embeddings,
            int threads,
            BenchListener listener)
            throws IOException {
        noteShortfalls(plan, listener);
        Schedule schedule = new Schedule(listener);
        try (Workers workers = new Workers(threads)) {
            Judge judge = new Judge(workers);
            List<CategoryStudy> studies = new ArrayList<>();
            for (Dataset dataset : plan.datasets()) {
                for (FeatureExtractor backbone : backbones) {
                    studies.add(study(plan, dataset, backbone, cache, new EmbeddingCache(embeddings), judge, schedule));
                }
            }
            studies.forEach(CategoryStudy::announce);
            List<Cell> cells = new ArrayList<>();
            // A study that is done is forgotten, and its mapped embeddings with it.
            while (!studies.isEmpty()) {
                cells.addAll(studies.remove(0).run());
            }
            return cells;
        }
    }

    private CategoryStudy study(
            BenchPlan plan,
            Dataset dataset,
            FeatureExtractor backbone,
            OutcomeCache cache,
            EmbeddingCache embeddings,
            Judge judge,
            Schedule schedule) {
        ImageEmbedder embedder = new ImageEmbedder(files, decoder, backbone, plan.inputSize(dataset));
        String place =
                "%s with %s".formatted(dataset.category(), backbone.manifest().name());
        CategoryImages images = new CategoryImages(
                dataset,
                embedder,
                plan.inputSize(dataset),
                embeddings,
                files,
                schedule,
                new Schedule.Kind(Schedule.Kind.EMBED, place));
        return new CategoryStudy(new StudyContext(
                plan,
                dataset,
                backbone.manifest(),
                embedder.description(),
                place,
                images,
                methods,
                cache,
                judge,
                schedule));
    }

    private static void noteShortfalls(BenchPlan plan, BenchListener listener) {
        for (Dataset dataset : plan.datasets()) {
            PollutionDraw.of(dataset, plan.pollutionSet(), plan.seeds().get(0))
                    .shortfall()
                    .ifPresent(listener::note);
        }
    }
}
