// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {IERC3525Receiver} from "../../../contracts/claims/IERC3525.sol";

/// @notice What a recipient does when it is asked whether it takes a claim or value.
enum Manner {
    Accepts,
    Reverts,
    WrongMagic,
    SaysNothing,
    SaysHalfAWord,
    SaysMagicWithDirt,
    SaysTooMuch,
    RevertsWithTooMuch,
    BurnsAllGas,
    CallsBack
}

/// @notice Acts for whoever asks it to.
contract Puppet {
    function act(address target, bytes calldata call) public returns (bytes memory) {
        (bool done, bytes memory answer) = target.call(call);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
        return answer;
    }
}

/// @notice Implements no receiver and no ERC-165.
contract SilentHolder is Puppet {}

/// @notice A recipient of claims and value with the manners it was given.
contract Recipient is Puppet, IERC165, IERC721Receiver, IERC3525Receiver {
    Manner public immutable manner;
    /// @notice Whether it says by ERC-165 that it wants to be asked about value.
    bool public immutable declares;

    /// @notice The question last asked, with its caller, without the selector.
    bytes public question;
    address public asker;
    uint256 public timesAsked;

    address private _target;
    bytes private _call;
    bool public calledBackWell;
    bytes public calledBackAnswer;

    error Refusal();

    constructor(Manner manner_, bool declares_) {
        manner = manner_;
        declares = declares_;
    }

    /// @notice What to do from within the question, with `Manner.CallsBack`.
    function callBackWith(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function supportsInterface(bytes4 id) external view returns (bool) {
        return id == type(IERC165).interfaceId || declares && id == type(IERC3525Receiver).interfaceId;
    }

    function onERC721Received(address, address, uint256, bytes calldata) external returns (bytes4) {
        return _answer(this.onERC721Received.selector);
    }

    function onERC3525Received(address, uint256, uint256, uint256, bytes calldata) external returns (bytes4) {
        return _answer(this.onERC3525Received.selector);
    }

    function _answer(bytes4 magic) private returns (bytes4) {
        question = msg.data[4:];
        asker = msg.sender;
        ++timesAsked;
        if (manner == Manner.Reverts) revert Refusal();
        if (manner == Manner.WrongMagic) return 0x12345678;
        if (manner == Manner.CallsBack) (calledBackWell, calledBackAnswer) = _target.call(_call);
        if (manner == Manner.SaysNothing) _say(magic, 0);
        if (manner == Manner.SaysHalfAWord) _say(magic, 31);
        if (manner == Manner.SaysMagicWithDirt) _say(bytes32(magic) | bytes32(uint256(1)), 32);
        if (manner == Manner.SaysTooMuch) _say(magic, 100_000);
        if (manner == Manner.RevertsWithTooMuch) {
            assembly {
                revert(0, 100000)
            }
        }
        if (manner == Manner.BurnsAllGas) {
            assembly {
                invalid()
            }
        }
        return magic;
    }

    function _say(bytes32 word, uint256 length) private pure {
        assembly {
            mstore(0, word)
            return(0, length)
        }
    }
}

/// @notice Refuses all value, but takes its time to say by ERC-165 that it wants to be asked.
contract SlowRecipient is IERC165, IERC3525Receiver {
    uint256 private immutable _gas;

    error Refusal();

    constructor(uint256 gas_) {
        _gas = gas_;
    }

    function supportsInterface(bytes4 id) external view returns (bool) {
        uint256 start = gasleft();
        while (start - gasleft() < _gas) {}
        return id == type(IERC165).interfaceId || id == type(IERC3525Receiver).interfaceId;
    }

    function onERC3525Received(address, uint256, uint256, uint256, bytes calldata) external pure returns (bytes4) {
        revert Refusal();
    }
}
