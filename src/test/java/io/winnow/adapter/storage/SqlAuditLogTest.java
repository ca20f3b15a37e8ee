package io.winnow.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiToken;
import io.winnow.core.access.ApiTokens;
import io.winnow.core.access.AuditLog;
import io.winnow.core.access.AuditLog.Entry;
import io.winnow.core.access.AuditLog.Filter;
import io.winnow.core.access.Caller;
import io.winnow.core.access.PasswordHasher;
import io.winnow.core.access.Role;
import io.winnow.core.inspection.StorageException;
import io.winnow.testing.Inspections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to a change whose entry cannot be written, or is cut off before it. */
@ParameterizedClass
@EnumSource(Dialect.class)
class SqlAuditLogTest {
    private static final Caller ADMIN = Caller.system("test");

    private final Database database;
    private final AuditLog log;
    private final Accounts accounts;
    private final ApiTokens tokens;

    SqlAuditLogTest(Dialect dialect, @TempDir Path folder) throws IOException {
        database = TestDatabase.create(dialect, folder);
        log = new SqlAuditLog(database);
        accounts = new Accounts(
                new SqlAccountStore(database),
                new SqlSessionStore(database),
                new PlainHasher(),
                log,
                database,
                Clock.systemUTC());
        tokens = new ApiTokens(new SqlTokenStore(database), log, database, Clock.systemUTC());
    }

    /** Not for people. */
    private static final class PlainHasher implements PasswordHasher {
        @Override
        public String hash(String password) {
            return password;
        }

        @Override
        public String nobodys() {
            return "";
        }

        @Override
        public boolean matches(String password, String hash) {
            return password.equals(hash);
        }
    }

    private List<Entry> entries() {
        return log
                .list(new Filter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        100))
                .stream()
                .map(AuditLog.Numbered::entry)
                .toList();
    }

    private static Entry entry(String action) {
        return new Entry(
                Inspections.NOON,
                "ada",
                Caller.Kind.ACCOUNT,
                action,
                Optional.empty(),
                "PUT /api/v1/inspections/7/label",
                Optional.empty(),
                Optional.empty(),
                Optional.of("10.0.0.7"));
    }

    private void refuseEntries() {
        TestDatabase.refuseInserts(database, "audit_log");
    }

    @Test
    void accountsAndTokens_entryCannotBeWritten_areAsTheyWere() {
        accounts.add(ADMIN, "anna", Role.VIEWER);
        ApiTokens.Issued issued = tokens.issue(ADMIN, "press", Role.VIEWER, Optional.empty());
        refuseEntries();

        assertThatThrownBy(() -> accounts.add(ADMIN, "bert", Role.ADMIN)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> accounts.setRole(ADMIN, "anna", Role.ADMIN)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> accounts.resetPassword(ADMIN, "anna")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> tokens.issue(ADMIN, "other", Role.ADMIN, Optional.empty()))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> tokens.revoke(ADMIN, issued.token().id())).isInstanceOf(StorageException.class);

        assertThat(accounts.list()).singleElement().satisfies(anna -> {
            assertThat(anna.name()).isEqualTo("anna");
            assertThat(anna.role()).isEqualTo(Role.VIEWER);
        });
        assertThat(tokens.list())
                .extracting(ApiToken::id)
                .containsExactly(issued.token().id());
    }

    @Test
    void together_workFails_undoesWhatItWrote() {
        assertThatThrownBy(() -> database.together(() -> {
                    accounts.add(ADMIN, "anna", Role.VIEWER);
                    throw new IllegalStateException("later");
                }))
                .hasMessage("later");

        assertThat(accounts.list()).isEmpty();
        assertThat(entries()).isEmpty();
        accounts.add(ADMIN, "anna", Role.VIEWER);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void settle_writesTheEntry_andNothingIsLeftToRecover() {
        log.settle(log.intend(entry(AuditLog.UNFINISHED)), entry("label.set"));
        log.drop(log.intend(entry(AuditLog.UNFINISHED)));

        assertThat(log.recover()).isZero();
        assertThat(entries()).extracting(Entry::action).containsExactly("label.set");
    }

    @Test
    void settle_entryCannotBeWritten_isRecoveredAtTheNextStart() {
        long intent = log.intend(entry(AuditLog.UNFINISHED));
        refuseEntries();
        assertThatThrownBy(() -> log.settle(intent, entry("label.set"))).isInstanceOf(StorageException.class);
        TestDatabase.allowInserts(database, "audit_log");

        assertThat(log.recover()).isEqualTo(1);
        assertThat(log.recover()).isZero();
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo(AuditLog.UNFINISHED);
            assertThat(entry.who()).isEqualTo("ada");
            assertThat(entry.target()).isEqualTo("PUT /api/v1/inspections/7/label");
            assertThat(entry.address()).contains("10.0.0.7");
            assertThat(entry.after().orElseThrow()).containsEntry("outcome", "not known");
        });
    }
}
