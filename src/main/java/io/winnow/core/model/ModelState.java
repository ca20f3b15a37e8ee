package io.winnow.core.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a model version stands in its life. */
public enum ModelState {
    /** Fitted and checked; decides over nothing. Labelled frames are being scored. */
    CANDIDATE,
    /** Scores live traffic beside the champion. */
    SHADOWING,
    /** Its examination is over; a person decides. */
    READY,
    /** Not promoted, for a stated reason. */
    HELD,
    /** Decides. */
    CHAMPION,
    /** Decided once; can be rolled back to as long as its files are kept. */
    RETIRED,
    /** Never decided and never will. */
    DISCARDED;

    private static final Set<ModelState> OPEN = EnumSet.of(CANDIDATE, SHADOWING, READY, HELD);

    /** Whether a version in this state is its station's candidate, of which there is at most one. */
    public boolean open() {
        return OPEN.contains(this);
    }

    /** Whether a version in this state may come into another. */
    public boolean canBecome(ModelState next) {
        return switch (this) {
            case CANDIDATE, SHADOWING, READY, HELD -> next != RETIRED;
            case CHAMPION -> next == RETIRED;
            case RETIRED -> next == CHAMPION;
            case DISCARDED -> false;
        };
    }

    /** One lower-case word, as stored and as clients see it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that word. */
    public static ModelState parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
