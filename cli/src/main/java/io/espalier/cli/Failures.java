// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.NearestName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns what went wrong into one message on standard error and an exit code. */
final class Failures {
    private Failures() {}

    /** An argument that cannot be understood. */
    static int wrongUsage(ParameterException failure, String[] arguments) {
        UsageMistake mistake = UsageMistake.of(failure, List.of(arguments));
        PrintWriter err = failure.getCommandLine().getErr();
        say(err, mistake.message());
        hint(err, mistake.hint());
        return ExitCode.WRONG_USAGE;
    }

    /** An exception out of a command that was understood. */
    static int report(Exception failure, CommandLine command, boolean debug) {
        PrintWriter err = command.getErr();
        say(err, message(failure));
        if (failure instanceof UsageException usage) {
            usage.hint(command).ifPresent(hint -> hint(err, hint));
        }
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode(failure);
    }

    private static void say(PrintWriter err, String message) {
        err.println("espalier: " + message);
    }

    private static void hint(PrintWriter err, String command) {
        err.println("Try: " + command);
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof NoSuchFileException
                || (failure instanceof UncheckedIOException unchecked
                        && unchecked.getCause() instanceof NoSuchFileException)) {
            return ExitCode.BAD_INPUT_FILE;
        }
        if (failure instanceof EspalierException known) {
            return switch (known.kind()) {
                case BAD_USE -> ExitCode.WRONG_USAGE;
                case BAD_INPUT -> ExitCode.BAD_INPUT_FILE;
                case FAILED_WORK -> ExitCode.WORK_FAILED;
            };
        }
        return ExitCode.WORK_FAILED;
    }

    private static String message(Exception failure) {
        if (failure instanceof UncheckedIOException && failure.getCause() instanceof IOException cause) {
            return message(cause);
        }
        if (failure instanceof FileSystemException system) {
            return system.getFile() + ": " + reason(system);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /** The file beside it whose name is nearly the same. */
    private static String meant(String missing) {
        Path file = Path.of(missing).toAbsolutePath();
        try (Stream<Path> others = Files.list(file.getParent())) {
            return NearestName.suggestion(
                    file.getFileName().toString(),
                    others.map(other -> other.getFileName().toString()).toList());
        } catch (IOException e) {
            return ""; // the folder is missing too
        }
    }

    // The messages of these exceptions are nothing but the file's name.
    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return Files.isSymbolicLink(Path.of(failure.getFile()))
                    ? "a link that leads to no file; make it anew, or name the file itself"
                    : "no such file" + meant(failure.getFile());
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied; check the permissions or choose another path";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "this is a file, but a folder is expected";
        }
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }
}
