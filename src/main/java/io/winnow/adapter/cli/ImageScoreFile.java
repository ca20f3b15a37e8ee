package io.winnow.adapter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/** Image scores from {@code .npy}, {@code .f32}, or text with one score a line: the last column of a {@code .csv}. */
final class ImageScoreFile {
    private static final Pattern BEFORE_LAST_COLUMN = Pattern.compile("^.*[,;\\s]");

    private ImageScoreFile() {}

    /**
     * Reads the scores.
     *
     * @param count how many there must be
     * @throws UsageException when there are others, or a line has no number
     */
    static double[] read(Path file, int count) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        double[] scores =
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "npy" -> array(NumberArray.open(file));
                    case "f32" -> array(NumberArray.open(file, count));
                    case "txt", "csv" -> text(file);
                    default ->
                        throw new UsageException(
                                "%s: image scores are read from .npy, .f32, .txt and .csv files".formatted(file));
                };
        if (scores.length != count) {
            throw new UsageException("%s has %d image scores for %d score maps".formatted(file, scores.length, count));
        }
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new UsageException("%s: image score %d is %s, must be finite".formatted(file, i, scores[i]));
            }
        }
        return scores;
    }

    private static double[] array(NumberArray array) {
        long size = array.size();
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw new UsageException("%s has %d image scores, must be at least 1".formatted(array.file(), size));
        }
        return array.readDoubles((int) size).get(0);
    }

    private static double[] text(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            DoubleStream.Builder scores = DoubleStream.builder();
            for (int i = 0; i < lines.size(); i++) {
                String last = BEFORE_LAST_COLUMN.matcher(lines.get(i).strip()).replaceFirst("");
                try {
                    scores.add(Double.parseDouble(last));
                } catch (NumberFormatException e) {
                    // A heading may stand on top.
                    if (i > 0) {
                        throw new UsageException("%s: '%s' in line %d is no number".formatted(file, last, i + 1), e);
                    }
                }
            }
            return scores.build().toArray();
        } catch (IOException e) {
            throw new UsageException("cannot read %s: %s".formatted(file, NumberArray.reason(e)), e);
        }
    }
}
