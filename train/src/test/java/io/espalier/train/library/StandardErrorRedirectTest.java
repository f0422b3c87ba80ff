// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardErrorRedirectTest {
    private final LibC c = Native.load(Platform.C_LIBRARY_NAME, LibC.class);

    @Test
    void whatIsWrittenMeanwhileIsKeptAndWhatComesLaterIsNot() throws IOException {
        try (StandardErrorRedirect outer = StandardErrorRedirect.begin(c)) {
            try (StandardErrorRedirect inner = StandardErrorRedirect.begin(c)) {
                write("a hint\n");
                assertThat(inner.written()).isEqualTo("a hint");
            }
            write("an error\n");
            assertThat(outer.written()).isEqualTo("an error");
        }
    }

    private static void write(String text) throws IOException {
        // Not closed: standard error stays open.
        new FileOutputStream(FileDescriptor.err).write(text.getBytes(StandardCharsets.UTF_8));
    }
}
