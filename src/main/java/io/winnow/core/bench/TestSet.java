package io.winnow.core.bench;

import io.winnow.core.dataset.LabelledImage;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ImageSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Test images of one seed with what is needed to score and judge them. Immutable and thread-safe.
 *
 * @param images normal and defective test images
 * @param embeddings of each image
 * @param masks of each image, layout {@code [height, width]}, or nothing where the dataset has none
 * @param size of the masks, the backbone's input size
 */
record TestSet(
        List<LabelledImage> images, List<PatchEmbeddings> embeddings, Optional<List<byte[]>> masks, ImageSize size) {
    private static final int DEFECT_EXAMPLES = 6;
    private static final int NORMAL_EXAMPLES = 2;

    /** Whether each image is defective. */
    boolean[] labels() {
        boolean[] labels = new boolean[images.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = images.get(i).isDefective();
        }
        return labels;
    }

    /** Positions of images to show: some defective ones, of as many kinds as there are, and some normal ones. */
    List<Integer> examples() {
        Map<String, List<Integer>> byType = new LinkedHashMap<>();
        List<Integer> normals = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Optional<String> type = images.get(i).defectType();
            (type.isPresent() ? byType.computeIfAbsent(type.get(), name -> new ArrayList<>()) : normals).add(i);
        }
        List<Integer> examples = new ArrayList<>(roundRobin(List.copyOf(byType.values()), DEFECT_EXAMPLES));
        examples.addAll(normals.subList(0, Math.min(NORMAL_EXAMPLES, normals.size())));
        return examples;
    }

    private static List<Integer> roundRobin(List<List<Integer>> groups, int limit) {
        List<Integer> taken = new ArrayList<>();
        int longest = groups.stream().mapToInt(List::size).max().orElse(0);
        for (int turn = 0; turn < longest; turn++) {
            for (List<Integer> group : groups) {
                if (turn < group.size() && taken.size() < limit) {
                    taken.add(group.get(turn));
                }
            }
        }
        return taken;
    }
}
