package io.winnow.adapter.rest.access;

import io.quarkus.security.AuthenticationFailedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Says to somebody that what they show does not let them in, and no more than that. */
@Provider
@Priority(RefusalMapper.BEFORE_GENERAL_MAPPERS)
public class WrongCredentialMapper implements ExceptionMapper<AuthenticationFailedException> {
    @Override
    public Response toResponse(AuthenticationFailedException refusal) {
        return Challenge.response(Challenge.WRONG);
    }
}
