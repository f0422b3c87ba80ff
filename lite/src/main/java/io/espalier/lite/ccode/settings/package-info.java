// SPDX-License-Identifier: Apache-2.0
/** What can be chosen for generated C. */
@org.jspecify.annotations.NullMarked
package io.espalier.lite.ccode.settings;
