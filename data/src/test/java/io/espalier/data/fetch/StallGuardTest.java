// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StallGuardTest {
    private final byte[] buffer = new byte[8];

    /** A response that never goes on; reading it fails once it is closed. */
    private static final class Silence extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            return read();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        try (StallGuard guard = new StallGuard(new Silence(), Duration.ofMillis(10))) {
            assertThatThrownBy(() -> guard.read(buffer))
                    .isInstanceOf(BrokenFileException.class)
                    .hasMessage("the server sent nothing for 10 ms");
        }
    }

    @Test
    void whatComesInTimeIsRead() throws IOException {
        try (StallGuard guard = new StallGuard(new ByteArrayInputStream(new byte[] {1, 2}), Duration.ofDays(1))) {
            assertThat(guard.read(buffer)).isEqualTo(2);
            assertThat(guard.read(buffer)).isEqualTo(-1);
        }
    }

    @Test
    void aConnectionThatBreaksOffIsToldFromSilence() throws IOException {
        PipedInputStream body = new PipedInputStream(new PipedOutputStream());
        body.close();

        try (StallGuard guard = new StallGuard(body, Duration.ofDays(1))) {
            assertThatThrownBy(() -> guard.read(buffer))
                    .isInstanceOf(BrokenFileException.class)
                    .hasMessageStartingWith("the connection was lost: ");
        }
    }
}
