package io.winnow.adapter.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, aligned: the first ones to the left, numbers to the right. Used by one thread. */
final class TextTable {
    private static final String GAP = "  ";

    private final int leftColumns;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(int leftColumns, List<String> head) {
        this.leftColumns = leftColumns;
        rows.add(List.copyOf(head));
    }

    void add(List<String> row) {
        if (row.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("row has %d columns, table has %d"
                    .formatted(row.size(), rows.get(0).size()));
        }
        rows.add(List.copyOf(row));
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String pad = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? "" : GAP);
                line.append(column < leftColumns ? row.get(column) + pad : pad + row.get(column));
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
