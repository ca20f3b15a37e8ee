package io.winnow.app.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Regular expressions (ECMA 262, as JSON Schema has them) for amounts with a unit between two limits. A schema cannot compare what
 * stands before a unit, but the digits that are in order can be written down.
 */
final class Amounts {
    /**
     * A unit of an amount.
     *
     * @param size in the smallest unit
     */
    record Unit(String name, long size) {}

    private Amounts() {}

    /**
     * Of amounts whose digits and unit may be parted by a space.
     *
     * @param digits most of them, leading zeros included
     */
    static String pattern(List<Unit> units, int digits, long least, long most) {
        List<String> alternatives = new ArrayList<>();
        for (Unit unit : units) {
            long from = least / unit.size() + (least % unit.size() == 0 ? 0 : 1);
            long to = Math.min(most / unit.size(), largest(digits));
            if (from <= to) {
                alternatives.add("0*(?:%s) ?%s".formatted(String.join("|", between(from, to)), unit.name()));
            }
        }
        return "^(?=[0-9]{1,%d} ?[A-Za-z])(?:%s)$".formatted(digits, String.join("|", alternatives));
    }

    private static long largest(int digits) {
        return Long.parseLong("9".repeat(digits));
    }

    /** Expressions for the decimal numbers from one to another, neither negative, without leading zeros. */
    static List<String> between(long from, long to) {
        List<String> parts = new ArrayList<>();
        long start = from;
        while (start <= to) {
            long end = sameShape(start, to);
            parts.add(shape(Long.toString(start), Long.toString(end)));
            start = end + 1;
        }
        return parts;
    }

    /** The last number up to a limit that differs from the first in one digit and in nines after it that were zeros. */
    private static long sameShape(long start, long limit) {
        long end = start;
        for (long power = 10; ; power *= 10) {
            long step = power / 10;
            long last = start - (start / step) % 10 * step + 9 * step + (step - 1);
            boolean sameLength =
                    Long.toString(last).length() == Long.toString(start).length();
            if (start % step != 0 || !sameLength) {
                return end;
            }
            if (last > limit) {
                long digits = (limit - start + 1) / step;
                return digits > 0 ? start + digits * step - 1 : end;
            }
            end = last;
            if (power > limit) {
                return end;
            }
        }
    }

    private static String shape(String from, String to) {
        StringBuilder text = new StringBuilder();
        int wild = 0;
        for (int i = 0; i < from.length(); i++) {
            char low = from.charAt(i);
            char high = to.charAt(i);
            if (low == '0' && high == '9' && i > 0) {
                wild++;
            } else {
                text.append(low == high ? String.valueOf(low) : "[%c-%c]".formatted(low, high));
            }
        }
        return wild == 0 ? text.toString() : wild == 1 ? text + "[0-9]" : text + "[0-9]{%d}".formatted(wild);
    }
}
