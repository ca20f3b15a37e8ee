package io.winnow.core.review;

import io.winnow.core.inspection.InspectionId;
import io.winnow.core.review.OpinionStore.Change;
import io.winnow.core.review.OpinionStore.Said;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where people label one frame or many at once without overwriting each other. Whoever listens to labels hears of each of them.
 * Thread-safe.
 */
public final class LabelDesk {
    /** More frames than anybody labels at once. */
    public static final int MOST = 500;

    /** What a person can say of a frame. */
    public enum Word {
        NORMAL,
        DEFECT,
        /** Looked at without an answer: somebody else is to look. */
        UNSURE,
        /** Takes back what was said. */
        NOTHING
    }

    /**
     * What a person says of one frame.
     *
     * @param basedOn revision of what the person saw said of it; empty where whatever is said is to be replaced
     */
    public record Statement(
            InspectionId inspection, Optional<String> basedOn, Word word, Optional<String> defectType, Marks marks) {}

    /** Hears of everything that is said, also where it is {@link Opinion#NONE} from now on. */
    @FunctionalInterface
    public interface Listener {
        void said(InspectionId inspection, Opinion opinion);
    }

    private final OpinionStore opinions;
    private final Clock clock;
    private final Listener listener;

    public LabelDesk(OpinionStore opinions, Clock clock, Listener listener) {
        this.opinions = opinions;
        this.clock = clock;
        this.listener = listener;
    }

    /** What is said of an inspection at present. */
    public Opinion find(InspectionId inspection) {
        return opinions.find(inspection);
    }

    /**
     * Takes all statements or none.
     *
     * @return what is said of the frames now, in the same order
     * @throws OpinionStore.ConflictException when somebody else spoke of one of the frames in the meantime
     * @throws IllegalArgumentException when a statement contradicts itself, a frame is named twice, or there are none or more than
     *     {@value #MOST}
     */
    public List<Said> say(List<Statement> statements, String by) {
        check(statements);
        Instant now = clock.instant();
        List<Change> changes = statements.stream()
                .map(statement -> new Change(statement.inspection(), statement.basedOn(), opinion(statement, by, now)))
                .toList();
        opinions.change(changes);
        changes.forEach(change -> listener.said(change.inspection(), change.opinion()));
        return changes.stream()
                .map(change -> new Said(change.inspection(), change.opinion()))
                .toList();
    }

    private static void check(List<Statement> statements) {
        if (statements.isEmpty() || statements.size() > MOST) {
            throw new IllegalArgumentException(
                    "%d frames to label at once; 1 to %d are possible".formatted(statements.size(), MOST));
        }
        Set<InspectionId> named = new HashSet<>();
        for (Statement statement : statements) {
            if (!named.add(statement.inspection())) {
                throw new IllegalArgumentException("inspection %s is named twice; each can be labelled once at a time"
                        .formatted(statement.inspection()));
            }
        }
    }

    private static Opinion opinion(Statement statement, String by, Instant now) {
        return switch (statement.word()) {
            case NORMAL ->
                Opinion.of(new Label(Label.Truth.NORMAL, statement.defectType(), statement.marks(), by, now));
            case DEFECT ->
                Opinion.of(new Label(Label.Truth.DEFECT, statement.defectType(), statement.marks(), by, now));
            case UNSURE -> Opinion.of(new Doubt(by, now));
            case NOTHING -> Opinion.NONE;
        };
    }
}
