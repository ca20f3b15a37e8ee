package io.winnow.core.review;

import io.winnow.core.inspection.InspectionId;
import java.util.List;
import java.util.Optional;

/** What people say of frames, changed only by those who knew what was said before. Thread-safe. */
public interface OpinionStore {
    /**
     * What is to be said of an inspection from now on.
     *
     * @param basedOn the {@linkplain Opinion#revision revision} that the person saw; empty where whatever is said is to be replaced
     */
    record Change(InspectionId inspection, Optional<String> basedOn, Opinion opinion) {}

    /** What is said of an inspection at present. */
    record Said(InspectionId inspection, Opinion opinion) {}

    /** Somebody else has said something in the meantime. Nothing was changed. */
    final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<Said> conflicts;

        /** Takes what others said of the inspections that stand against the change. */
        public ConflictException(List<Said> conflicts) {
            super("%d frames were labelled by somebody else in the meantime".formatted(conflicts.size()));
            this.conflicts = List.copyOf(conflicts);
        }

        /** The inspections that others spoke of, with what they said. */
        public List<Said> conflicts() {
            return conflicts;
        }
    }

    /** What is said of an inspection at present; {@link Opinion#NONE} where nothing is. */
    Opinion find(InspectionId inspection);

    /**
     * Makes all changes or none.
     *
     * @throws ConflictException when one of them is based on something that is not said any more
     */
    void change(List<Change> changes);
}
