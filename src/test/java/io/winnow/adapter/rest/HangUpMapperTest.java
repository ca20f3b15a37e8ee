package io.winnow.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class HangUpMapperTest {
    private final HangUpMapper mapper = new HangUpMapper();

    @Test
    void clientThatHangsUp_isNoErrorOfTheService() {
        assertThat(mapper.toProblem(new IOException(new ClosedChannelException()))
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(mapper.toProblem(new ClosedChannelException()).getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void anyOtherFailure_staysOne() {
        assertThat(mapper.toProblem(new IOException("the disk is gone")).getStatusCode())
                .isEqualTo(500);
    }
}
