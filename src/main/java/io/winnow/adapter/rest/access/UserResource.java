package io.winnow.adapter.rest.access;

import io.winnow.adapter.rest.Page;
import io.winnow.adapter.rest.Problems;
import io.winnow.core.access.AccessConflictException;
import io.winnow.core.access.Account;
import io.winnow.core.access.AccountStore.LastAdminException;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.Role;
import io.winnow.core.access.UnknownAccessException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Accounts of people. */
@RolesAllowed(Roles.ADMIN)
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
    private final Accounts accounts;
    private final CurrentCaller caller;
    private final Audit audit;

    UserResource(Accounts accounts, CurrentCaller caller, Audit audit) {
        this.accounts = accounts;
        this.caller = caller;
        this.audit = audit;
    }

    /** An account; never its password. */
    public record UserView(
            String name,
            String role,
            boolean disabled,
            boolean mustChangePassword,
            Instant createdAt,
            @Nullable Instant lastLoginAt) {
        static UserView of(Account account) {
            return new UserView(
                    account.name(),
                    account.role().word(),
                    account.disabled(),
                    account.mustChange(),
                    account.createdAt(),
                    account.lastLogin().orElse(null));
        }
    }

    /**
     * An account with the password for its next login, which is nowhere else.
     *
     * @param password to be handed over; it must be changed at that login
     */
    public record PasswordView(UserView user, String password) {}

    /** An account to be made. */
    public record NewUser(@Nullable String name, @Nullable String role) {}

    /** What is to change; what is absent stays. */
    public record UserChange(
            @Nullable String role, @Nullable Boolean disabled) {}

    @GET
    @Operation(summary = "All accounts, by name")
    public Page<UserView> list() {
        return Page.of(accounts.list().stream().map(UserView::of).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make an account; the answer has the password for its first login")
    public Response add(@Nullable NewUser user) {
        audit.nothing();
        if (user == null || user.name() == null || user.role() == null) {
            throw Problems.badRequest("the body must be {\"name\": ..., \"role\": one of %s}".formatted(Role.all()));
        }
        String name = user.name();
        Role role = role(user.role());
        String password = guarded(() -> accounts.add(caller.get(), name, role));
        UserView view = UserView.of(accounts.find(name).orElseThrow());
        return Response.created(URI.create("/api/v1/users/" + view.name()))
                .entity(new PasswordView(view, password))
                .build();
    }

    @PATCH
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change the role of an account, disable or enable it; ends its sessions")
    public UserView change(@PathParam("name") String name, @Nullable UserChange change) {
        audit.nothing();
        if (change == null || (change.role() == null && change.disabled() == null)) {
            throw Problems.badRequest("the body must have role, disabled or both");
        }
        Account account = accounts.find(name).orElseThrow(() -> unknown(name));
        if (change.role() != null && role(change.role()) != account.role()) {
            Role role = role(change.role());
            account = guarded(() -> accounts.setRole(caller.get(), name, role));
        }
        if (change.disabled() != null && change.disabled() != account.disabled()) {
            boolean disabled = change.disabled();
            account = guarded(() -> accounts.setDisabled(caller.get(), name, disabled));
        }
        return UserView.of(account);
    }

    @POST
    @Path("{name}/password-reset")
    @Operation(summary = "Give an account a password for one login; ends its sessions")
    public PasswordView reset(@PathParam("name") String name) {
        audit.nothing();
        String password = guarded(() -> accounts.resetPassword(caller.get(), name));
        return new PasswordView(UserView.of(accounts.find(name).orElseThrow()), password);
    }

    private static RuntimeException unknown(String name) {
        return Problems.notFound("there is no account '%.70s'".formatted(name));
    }

    private static Role role(String word) {
        return guarded(() -> Role.parse(word));
    }

    static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnknownAccessException e) {
            throw Problems.notFound(String.valueOf(e.getMessage()));
        } catch (AccessConflictException | LastAdminException e) {
            throw Problems.conflict(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
