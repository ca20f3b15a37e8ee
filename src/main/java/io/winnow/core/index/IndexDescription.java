package io.winnow.core.index;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link NearestNeighborIndex#description()} says about lists that are searched in part, written and read in one place: the
 * description is what a model's manifest keeps of its index.
 */
public final class IndexDescription {
    private static final Pattern RECALL = Pattern.compile("recall@1=(\\d\\.\\d+)");
    private static final String PROBES = "nprobe=";

    private IndexDescription() {}

    /**
     * A description such as {@code "faiss IVFFlat nlist=507 nprobe=16 recall@1=0.994"}.
     *
     * @param kind name of implementation and kind
     * @param recall share of held-out queries whose nearest vector was found; empty where nobody measured it
     */
    public static String ofLists(String kind, int lists, int probes, OptionalDouble recall) {
        String text = "%s nlist=%d %s%d".formatted(kind, lists, PROBES, probes);
        return recall.isEmpty() ? text : text + String.format(Locale.ROOT, " recall@1=%.3f", recall.getAsDouble());
    }

    /** The recall@1 that a description tells: 1 of an exact index, empty of lists whose recall was not measured. */
    public static OptionalDouble recall(String description) {
        Matcher matcher = RECALL.matcher(description);
        if (matcher.find()) {
            return OptionalDouble.of(Double.parseDouble(matcher.group(1)));
        }
        return description.contains(PROBES) ? OptionalDouble.empty() : OptionalDouble.of(1);
    }
}
