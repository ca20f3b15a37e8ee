package io.winnow.adapter.rest.access;

import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Says to somebody who shows nothing how to get in. The problem library's own mapper does not know this framework's challenges. */
@Provider
@Priority(RefusalMapper.BEFORE_GENERAL_MAPPERS)
public class StrangerMapper implements ExceptionMapper<UnauthorizedException> {
    @Override
    public Response toResponse(UnauthorizedException refusal) {
        return Challenge.response(Challenge.NOBODY);
    }
}
