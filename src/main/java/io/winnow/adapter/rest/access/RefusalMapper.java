package io.winnow.adapter.rest.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.ForbiddenException;
import io.winnow.adapter.rest.Problems;
import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/** Says to somebody who may not do something which role it takes. */
@Provider
@Priority(RefusalMapper.BEFORE_GENERAL_MAPPERS)
public class RefusalMapper implements ExceptionMapper<ForbiddenException> {
    static final int BEFORE_GENERAL_MAPPERS = Priorities.AUTHENTICATION - 100;

    private final CurrentCaller caller;

    @Context
    @SuppressWarnings("NullAway.Init") // injected
    ResourceInfo resource;

    RefusalMapper(CurrentCaller caller) {
        this.caller = caller;
    }

    @Override
    public Response toResponse(ForbiddenException refusal) {
        HttpProblem problem =
                caller.visit().filter(visit -> visit.account().mustChange()).isPresent()
                        ? Problems.forbidden("the password must be changed first: PUT /api/v1/session/password")
                        : Problems.forbidden(needed().map(role -> "this needs the role %s; %s"
                                        .formatted(
                                                role,
                                                caller.find()
                                                        .map(who -> "%s is %s"
                                                                .formatted(
                                                                        who.name(),
                                                                        who.role()
                                                                                .word()))
                                                        .orElse("nobody is logged in")))
                                .orElse("nobody may do this"));
        return problem.toResponse();
    }

    private Optional<String> needed() {
        return Optional.ofNullable(resource.getResourceMethod())
                .map(method -> method.getAnnotation(RolesAllowed.class))
                .or(() -> Optional.ofNullable(resource.getResourceClass())
                        .map(type -> type.getAnnotation(RolesAllowed.class)))
                .map(rule -> String.join(" or ", rule.value()));
    }
}
