package io.winnow.core.review;

import java.util.Optional;

/**
 * What is said of a frame at present: a label, a doubt, or nothing.
 *
 * @throws IllegalArgumentException when it is both a label and a doubt
 */
public record Opinion(Optional<Label> label, Optional<Doubt> doubt) {
    /** Nobody has said anything. */
    public static final Opinion NONE = new Opinion(Optional.empty(), Optional.empty());

    /** Revision of a frame of which nobody has said anything. */
    public static final String UNSAID = "none";

    public Opinion {
        if (label.isPresent() && doubt.isPresent()) {
            throw new IllegalArgumentException("a frame is either labelled or doubted, not both");
        }
    }

    public static Opinion of(Label label) {
        return new Opinion(Optional.of(label), Optional.empty());
    }

    public static Opinion of(Doubt doubt) {
        return new Opinion(Optional.empty(), Optional.of(doubt));
    }

    /** Names this opinion as it is; {@value #UNSAID} where there is none. */
    public String revision() {
        return label.map(Label::revision)
                .or(() -> doubt.map(said -> Label.fingerprint(said.toString())))
                .orElse(UNSAID);
    }
}
