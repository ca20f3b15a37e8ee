package io.winnow.app.config;

import java.math.BigDecimal;

/** An interval of numbers that says of itself what belongs to it. */
record Range(double least, boolean leastBelongs, double most, boolean mostBelongs) {
    static Range closed(double least, double most) {
        return new Range(least, true, most, true);
    }

    static Range closedOpen(double least, double most) {
        return new Range(least, true, most, false);
    }

    static Range open(double least, double most) {
        return new Range(least, false, most, false);
    }

    static Range openClosed(double least, double most) {
        return new Range(least, false, most, true);
    }

    boolean contains(double value) {
        return (leastBelongs ? value >= least : value > least) && (mostBelongs ? value <= most : value < most);
    }

    /** A number as people write it: no exponent, no trailing zeros. */
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return (leastBelongs ? "at least " : "above ")
                + plain(least)
                + (mostBelongs ? " and at most " : " and below ")
                + plain(most);
    }
}
