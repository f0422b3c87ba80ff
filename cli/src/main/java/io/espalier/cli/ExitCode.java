// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

/** What the command's exit codes mean. */
final class ExitCode {
    static final int DONE = 0;
    static final int WORK_FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int BAD_INPUT_FILE = 3;

    private ExitCode() {}
}
