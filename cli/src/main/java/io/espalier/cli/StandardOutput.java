// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Where results go. A {@link PrintStream} keeps to itself that nothing can be written; this remembers it for the end. */
final class StandardOutput extends OutputStream {
    private final OutputStream file;
    private @Nullable IOException failure;

    StandardOutput(OutputStream file) {
        this.file = file;
    }

    /** Puts it in the place of {@link System#out}. */
    static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(output, true, charset()));
        return output;
    }

    // The names that Java 19 and Java 17 have for it; neither is set where the output is no terminal.
    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }

    /** What came of it in the end: the exit code of the command, unless that is of no use because its results are lost. */
    int exitCode(int ofCommand, PrintStream err) {
        System.out.flush();
        if (failure == null || ofCommand != ExitCode.DONE) {
            return ofCommand;
        }
        // Whoever reads a pipe and has enough closes it: head, less.
        if (!"Broken pipe".equals(failure.getMessage())) {
            err.println("espalier: cannot write results to standard output: " + failure.getMessage());
        }
        return ExitCode.WORK_FAILED;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
