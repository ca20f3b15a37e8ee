package io.winnow.adapter.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2PasswordHasherTest {
    private final Argon2PasswordHasher hasher = new Argon2PasswordHasher();

    @Test
    void hash_matchesItsPasswordAlone_andIsNewEachTime() {
        String hash = hasher.hash("a flange for every pipe");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("flange");
        assertThat(hasher.matches("a flange for every pipe", hash)).isTrue();
        assertThat(hasher.matches("a flange for every Pipe", hash)).isFalse();
        assertThat(hasher.hash("a flange for every pipe")).isNotEqualTo(hash);
    }

    @Test
    void nobodys_costsAComparisonWhatAnyOtherDoes_andMatchesNothing() {
        String hash = hasher.nobodys();

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").hasSameSizeAs(hasher.hash("a flange"));
        assertThat(hasher.matches("", hash)).isFalse();
        assertThat(hasher.nobodys()).isNotEqualTo(hash);
    }

    /** Made with the reference implementation: {@code argon2 somesalt -id -t 2 -m 16 -p 1 -l 32}, of its own test vectors. */
    @Test
    void hash_ofTheReferenceImplementation_matches() {
        assertThat(hasher.matches(
                        "password",
                        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .isTrue();
    }

    @Test
    void matches_anotherKindOfHash_saysWhatToDo() {
        assertThatThrownBy(() -> hasher.matches("password", "$2a$10$abc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reset that account's password");
    }
}
