// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;

/** Functions of the C library that Java has no counterpart of, as POSIX describes them. */
interface LibC extends Library {
    int STANDARD_ERROR = 2;
    int WRITE_ONLY = 1;

    /** Another descriptor of an open file. */
    int dup(int descriptor) throws LastErrorException;

    /** Makes the second descriptor one of the first's file. */
    int dup2(int descriptor, int replaced) throws LastErrorException;

    int open(String path, int flags) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;

    /** @param overwrite 0 to leave a variable that is set already */
    int setenv(String name, String value, int overwrite) throws LastErrorException;
}
