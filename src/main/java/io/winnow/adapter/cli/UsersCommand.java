package io.winnow.adapter.cli;

import io.winnow.core.access.AccessConflictException;
import io.winnow.core.access.Account;
import io.winnow.core.access.AccountStore.LastAdminException;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.Caller;
import io.winnow.core.access.Role;
import io.winnow.core.inspection.StorageException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow users}: accounts, for whoever may read the service's data on its machine, whether the service runs or not. */
@Command(
        name = "users",
        description = {
            "Lists and changes the accounts of this machine's service, whether it runs or not.",
            "Whoever may write its data folder may use it: it is the way back in for a locked-out administrator."
        },
        mixinStandardHelpOptions = true)
public final class UsersCommand implements Runnable {
    private static final Caller BY = Caller.system("winnow users");
    private static final String ROLES = "viewer, operator, engineer or admin";

    @Spec
    private CommandSpec spec;

    private UsersCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param open the accounts of the service with that configuration folder
     */
    public static CommandLine create(Function<Path, Accounts> open) {
        return new CommandLine(new UsersCommand())
                .addSubcommand(new ListUsers(open))
                .addSubcommand(new Add(open))
                .addSubcommand(new SetRole(open))
                .addSubcommand(new ResetPassword(open))
                .addSubcommand(new Disable(open))
                .addSubcommand(new Enable(open));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "winnow: name a users command");
    }

    /** What all of them do: open the accounts, and end with one line where something cannot be. */
    private abstract static class OnAccounts implements Callable<Integer> {
        private final Function<Path, Accounts> open;

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--config",
                paramLabel = "DIR",
                defaultValue = "edge-config",
                description = "Folder with site.yaml and stations/ (default: ${DEFAULT-VALUE}).")
        private Path directory;

        OnAccounts(Function<Path, Accounts> open) {
            this.open = open;
        }

        abstract String work(Accounts accounts);

        @Override
        public Integer call() {
            try {
                spec.commandLine().getOut().println(work(open.apply(directory)));
                return ExitCode.OK;
            } catch (AccessConflictException | LastAdminException | StorageException | IllegalArgumentException e) {
                throw UsageException.because(e);
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all accounts.")
    private static final class ListUsers extends OnAccounts {
        ListUsers(Function<Path, Accounts> open) {
            super(open);
        }

        @Override
        String work(Accounts accounts) {
            TextTable table = new TextTable(4, List.of("name", "role", "state", "last login"));
            accounts.list()
                    .forEach(account -> table.add(List.of(
                            account.name(),
                            account.role().word(),
                            state(account),
                            account.lastLogin()
                                    .map(at -> at.truncatedTo(ChronoUnit.SECONDS))
                                    .map(Instant::toString)
                                    .orElse("never"))));
            return table.toString().stripTrailing();
        }

        private static String state(Account account) {
            return account.disabled() ? "disabled" : account.mustChange() ? "must change password" : "enabled";
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Makes an account and prints the password for its first login.",
            footer = {"", "Example: winnow users add anna --role operator"})
    private static final class Add extends OnAccounts {
        @Parameters(paramLabel = "NAME", description = "Name of the account.")
        private String name;

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = ROLES)
        private String role;

        Add(Function<Path, Accounts> open) {
            super(open);
        }

        @Override
        String work(Accounts accounts) {
            return accounts.add(BY, name, Role.parse(role));
        }
    }

    @Command(name = "role", mixinStandardHelpOptions = true, description = "Changes the role of an account.")
    private static final class SetRole extends OnAccounts {
        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the account.")
        private String name;

        @Parameters(index = "1", paramLabel = "ROLE", description = ROLES)
        private String role;

        SetRole(Function<Path, Accounts> open) {
            super(open);
        }

        @Override
        String work(Accounts accounts) {
            return accounts.setRole(BY, name, Role.parse(role)).toString();
        }
    }

    @Command(
            name = "reset-password",
            mixinStandardHelpOptions = true,
            description = "Gives an account a password for one login and prints it; ends its sessions.")
    private static final class ResetPassword extends OnAccounts {
        @Parameters(paramLabel = "NAME", description = "Name of the account.")
        private String name;

        ResetPassword(Function<Path, Accounts> open) {
            super(open);
        }

        @Override
        String work(Accounts accounts) {
            return accounts.resetPassword(BY, name);
        }
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Lets an account in no longer and ends its sessions.")
    private static final class Disable extends OnAccounts {
        @Parameters(paramLabel = "NAME", description = "Name of the account.")
        private String name;

        Disable(Function<Path, Accounts> open) {
            super(open);
        }

        @Override
        String work(Accounts accounts) {
            return accounts.setDisabled(BY, name, true).toString();
        }
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Lets a disabled account in again.")
    private static final class Enable extends OnAccounts {
        @Parameters(paramLabel = "NAME", description = "Name of the account.")
        private String name;

        Enable(Function<Path, Accounts> open) {
            super(open);
        }

        @Override
        String work(Accounts accounts) {
            return accounts.setDisabled(BY, name, false).toString();
        }
    }
}
