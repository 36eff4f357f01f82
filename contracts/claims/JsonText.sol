// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title Text as JSON wants it, whatever bytes it holds.
library JsonText {
    function dataUri(string memory mediaType, string memory content) internal pure returns (string memory) {
        return string.concat("data:", mediaType, ";base64,", Base64.encode(bytes(content)));
    }

    /// @notice A JSON string: quotes, backslashes and control characters escaped, and what is not UTF-8 replaced by
    /// U+FFFD, since JSON is UTF-8 or nothing (RFC 8259, section 8.1) and a `string` of Solidity is any bytes.
    function quoted(string memory text) internal pure returns (string memory) {
        return string.concat('"', Strings.escapeJSON(_wellFormed(text)), '"');
    }

    function flag(bool value) internal pure returns (string memory) {
        return value ? "true" : "false";
    }

    function _wellFormed(string memory text) private pure returns (string memory) {
        bytes memory input = bytes(text);
        // U+FFFD has three bytes, and at worst every byte becomes one.
        bytes memory output = new bytes(3 * input.length);
        uint256 length;
        for (uint256 i = 0; i < input.length;) {
            uint256 size = _sequence(input, i);
            if (size == 0) {
                output[length++] = 0xEF;
                output[length++] = 0xBF;
                output[length++] = 0xBD;
                ++i;
            }
            for (; size > 0; --size) {
                output[length++] = input[i++];
            }
        }
        assembly ("memory-safe") {
            mstore(output, length)
        }
        return string(output);
    }

    /// @dev How many bytes the character at `start` has; 0 where there is none (The Unicode Standard, table 3-7).
    function _sequence(bytes memory input, uint256 start) private pure returns (uint256 size) {
        uint8 lead = uint8(input[start]);
        if (lead < 0x80) return 1;
        if (lead < 0xC2 || lead > 0xF4) return 0;
        size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (start + size > input.length) return 0;
        // No overlong forms, no surrogates, nothing beyond U+10FFFF: all of these show in the second byte.
        uint8 lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        uint8 highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        uint8 second = uint8(input[start + 1]);
        if (second < lowest || second > highest) return 0;
        for (uint256 i = start + 2; i < start + size; ++i) {
            if (uint8(input[i]) & 0xC0 != 0x80) return 0;
        }
    }
}
