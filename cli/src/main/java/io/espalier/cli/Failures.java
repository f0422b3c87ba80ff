// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.compress.CompressionException;
import io.espalier.data.DataFormatException;
import io.espalier.data.catalog.UnknownDatasetException;
import io.espalier.lab.LabException;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.calibrate.RangesFormatException;
import io.espalier.lite.file.LiteFormatException;
import io.espalier.lite.quantize.QuantizationException;
import io.espalier.lite.recipe.AlreadyQuantizedException;
import io.espalier.lite.recipe.RecipeException;
import io.espalier.model.ModelFormatException;
import io.espalier.runtime.InterpreterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one message on standard error and an exit code. */
final class Failures {
    private Failures() {}

    /** An argument that cannot be understood. */
    static int wrongUsage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        say(err, message(failure));
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.WRONG_USAGE;
    }

    /** An exception out of a command that was understood. */
    static int report(Exception failure, CommandLine command, boolean debug) {
        PrintWriter err = command.getErr();
        say(err, message(failure));
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode(failure);
    }

    private static void say(PrintWriter err, String message) {
        err.println("espalier: " + message);
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof UsageException
                || failure instanceof LabException
                || failure instanceof UnknownDatasetException) {
            return ExitCode.WRONG_USAGE;
        }
        return isBadInput(failure) ? ExitCode.BAD_INPUT_FILE : ExitCode.WORK_FAILED;
    }

    private static boolean isBadInput(Exception failure) {
        return failure instanceof ModelFormatException
                || failure instanceof LiteFormatException
                || failure instanceof InvalidGraphException
                || failure instanceof AlreadyQuantizedException
                || failure instanceof QuantizationException
                || failure instanceof CalibrationException
                || failure instanceof RangesFormatException
                || failure instanceof RecipeException
                || failure instanceof CompressionException
                || failure instanceof InterpreterException
                || failure instanceof DataFormatException
                || failure instanceof NoSuchFileException;
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

    // The messages of these exceptions are nothing but the file's name.
    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied; choose a folder that you may write to";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "is a file, but a folder is needed here";
        }
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }
}
