// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {ICompliance} from "../IERC3643.sol";
import {INoteSeries} from "../notes/INoteSeries.sol";
import {Owned} from "../Owned.sol";
import {IComplianceModule, Movement} from "./IComplianceModule.sol";
import {INoteCompliance, ModuleSetting} from "./INoteCompliance.sol";

/// @title The compliance contract of an offering, shared by all of its series.
contract NoteCompliance is INoteCompliance, Owned {
    /// @dev More than a transfer should have to ask.
    uint256 private constant MOST_MODULES = 8;
    uint256 private constant SETTING_SHIFT = 160;
    uint256 private constant COUNT_SHIFT = 248;
    uint256 private constant MOVEMENT_SIZE = 0x100;

    /// @notice Binds new series, besides the owner.
    address public immutable desk;

    /// @dev A module to a word: its address and setting; in the first one also how many there are.
    uint256[8] private _modules;
    mapping(address token => bool) private _bound;
    address private _lastBound;

    constructor(address owner_, ModuleSetting[] memory modules_) {
        desk = msg.sender;
        _setOwner(owner_);
        _setModules(modules_);
    }

    /// @inheritdoc INoteCompliance
    function setModules(ModuleSetting[] calldata modules_) external onlyOwner {
        _setModules(modules_);
    }

    /// @inheritdoc ICompliance
    function bindToken(address token) external {
        _requireBinder();
        if (_bound[token]) revert TokenIsBound(token);
        _bound[token] = true;
        _lastBound = token;
        emit TokenBound(token);
    }

    /// @inheritdoc ICompliance
    function unbindToken(address token) external {
        _requireBinder();
        if (!_bound[token]) revert TokenNotBound(token);
        _bound[token] = false;
        emit TokenUnbound(token);
    }

    /// @inheritdoc INoteCompliance
    function requireAllowed(Movement calldata movement) external view returns (bool tell) {
        uint256 word = _modules[0];
        uint256 count = word >> COUNT_SHIFT;
        for (uint256 i = 0; i < count; ++i) {
            if (i != 0) word = _modules[i];
            if (_check(word, movement)) tell = true;
        }
    }

    /// @notice For a series that asks by the standard whether its transfer keeps to the rules; for anybody else it does not.
    /// @inheritdoc ICompliance
    function canTransfer(address from, address to, uint256 amount) external view returns (bool) {
        try this.requireTransferAllowed(INoteSeries(msg.sender), from, to, amount) {
            return true;
        } catch {
            return false;
        }
    }

    /// @notice Reverts where a transfer of this series does not keep to the rules.
    function requireTransferAllowed(INoteSeries series, address from, address to, uint256 amount) external view {
        this.requireAllowed(series.plannedMovement(from, to, amount));
    }

    /// @inheritdoc ICompliance
    function transferred(address from, address to, uint256 amount) external {
        _tell(from, to, amount);
    }

    /// @inheritdoc ICompliance
    function created(address to, uint256 amount) external {
        _tell(address(0), to, amount);
    }

    /// @inheritdoc ICompliance
    function destroyed(address from, uint256 amount) external {
        _tell(from, address(0), amount);
    }

    /// @inheritdoc INoteCompliance
    function modules() external view returns (ModuleSetting[] memory set) {
        set = new ModuleSetting[](_modules[0] >> COUNT_SHIFT);
        for (uint256 i = 0; i < set.length; ++i) {
            uint256 word = _modules[i];
            set[i] = ModuleSetting(IComplianceModule(address(uint160(word))), uint80(word >> SETTING_SHIFT));
        }
    }

    /// @inheritdoc ICompliance
    function isTokenBound(address token) external view returns (bool) {
        return _bound[token];
    }

    /// @notice The standard knows one token; with several series this is the one that was bound last.
    /// @inheritdoc ICompliance
    function getTokenBound() external view returns (address) {
        return _bound[_lastBound] ? _lastBound : address(0);
    }

    /// @dev `module.check(setting, movement)`, with the movement passed on as it came: every module of every transfer would
    /// otherwise have it read and written field by field.
    function _check(uint256 word, Movement calldata movement) private view returns (bool) {
        bytes calldata fields;
        assembly ("memory-safe") {
            fields.offset := movement
            fields.length := MOVEMENT_SIZE
        }
        bytes memory asked = abi.encodePacked(
            IComplianceModule.check.selector, uint256(uint80(word >> SETTING_SHIFT)), fields
        );
        return abi.decode(Address.functionStaticCall(address(uint160(word)), asked), (bool));
    }

    function _tell(address from, address to, uint256 amount) private {
        if (!_bound[msg.sender]) revert TokenNotBound(msg.sender);
        uint256 word = _modules[0];
        uint256 count = word >> COUNT_SHIFT;
        for (uint256 i = 0; i < count; ++i) {
            if (i != 0) word = _modules[i];
            IComplianceModule(address(uint160(word)))
                .moved(msg.sender, uint80(word >> SETTING_SHIFT), from, to, amount);
        }
    }

    function _setModules(ModuleSetting[] memory set) private {
        uint256 count = set.length;
        if (count > MOST_MODULES) revert TooManyModules(count, MOST_MODULES);
        for (uint256 i = 0; i < MOST_MODULES; ++i) {
            _modules[i] = i < count ? _wordOf(set, i) : 0;
        }
        _modules[0] |= count << COUNT_SHIFT;
        emit ModulesSet(set);
    }

    function _wordOf(ModuleSetting[] memory set, uint256 position) private view returns (uint256 word) {
        IComplianceModule module = set[position].module;
        for (uint256 i = 0; i < position; ++i) {
            if (address(set[i].module) == address(module)) revert ModuleNamedTwice(address(module));
        }
        if (!ERC165Checker.supportsInterface(address(module), type(IComplianceModule).interfaceId)) {
            revert NotAModule(address(module));
        }
        module.requireSetting(set[position].setting);
        word = uint160(address(module)) | uint256(set[position].setting) << SETTING_SHIFT;
    }

    function _requireBinder() private view {
        if (msg.sender != owner && msg.sender != desk) revert NotTheBinder(msg.sender);
    }
}
