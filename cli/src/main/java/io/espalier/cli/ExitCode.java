// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the command's exit codes mean. */
final class ExitCode {
    static final int DONE = 0;
    static final int WORK_FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int BAD_INPUT_FILE = 3;

    private ExitCode() {}

    /** All of them, as help tells them. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(String.valueOf(DONE), "done");
        meanings.put(String.valueOf(WORK_FAILED), "the work failed");
        meanings.put(String.valueOf(WRONG_USAGE), "wrong usage");
        meanings.put(String.valueOf(BAD_INPUT_FILE), "bad input file");
        return meanings;
    }
}
