package io.winnow.core.access;

import java.util.Locale;
import java.util.Optional;

/**
 * Who asks for something.
 *
 * @param address from where; empty where it is this machine itself
 */
public record Caller(String name, Role role, Kind kind, Optional<String> address) {
    /** How somebody proved who they are. */
    public enum Kind {
        /** A person with a password. */
        ACCOUNT,
        /** A machine with a token of ours. */
        TOKEN,
        /** Whoever an identity provider vouches for. */
        IDENTITY,
        /** Winnow itself, or somebody on its machine. */
        SYSTEM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Winnow itself, or a command on its machine. */
    public static Caller system(String name) {
        return new Caller(name, Role.ADMIN, Kind.SYSTEM, Optional.empty());
    }
}
