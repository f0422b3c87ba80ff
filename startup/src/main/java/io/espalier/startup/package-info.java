// SPDX-License-Identifier: Apache-2.0
/**
 * Classes in place of lambdas, for a sooner start. Java assembles a lambda at its first use, also one that lies in an archive of class data,
 * which takes a tenth of a millisecond; a class from the archive takes a tenth of that. What a record compares and hashes takes Java several
 * milliseconds to assemble, so that is written out. {@link io.espalier.startup.LambdaJars} rewrites the
 * jars of the command, never those of the library.
 */
@NullMarked
package io.espalier.startup;

import org.jspecify.annotations.NullMarked;
